"""What stands beside the modules, on screen: library, glossary, paths, job aids."""
