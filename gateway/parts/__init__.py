"""What runs or stands guard as long as the app does."""
