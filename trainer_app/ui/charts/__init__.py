"""Charts of the supervisor's desk: painted by hand, heard as sentences, read as a table, saved."""
