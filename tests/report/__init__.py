"""The content report: everything a child-protection expert reviews, on paper."""
