"""What can be found by words. Knows no noun: whoever is found is a number in a corpus."""
