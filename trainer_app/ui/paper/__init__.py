"""What goes onto paper: certificates, cards, the recovery code. Painted once, in millimetres."""
