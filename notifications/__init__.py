"""The letters: letter -> MIME -> SMTP. Knows neither the database nor the stages."""
