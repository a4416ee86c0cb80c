"""What is sent: results hand themselves on by server, hub or stick. The only room with HTTP out."""
