"""What a project holds of persons, and what is done for them."""
