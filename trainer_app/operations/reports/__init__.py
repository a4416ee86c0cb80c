"""What supervisors ask: who is trained, who is overdue, what works, which site is ready.

Every figure comes from one function here, whichever screen, sheet or command shows it.
"""
