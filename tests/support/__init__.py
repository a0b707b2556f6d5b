"""What several tests need: the test database and the cast."""
