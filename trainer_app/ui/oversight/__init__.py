"""The supervisor's pages: who is trained, who is overdue, which site is ready."""
