"""After a training session: how it went, certificates, and what goes on paper."""
