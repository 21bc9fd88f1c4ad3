"""Pictures of pixels: read, turned into inks, and looked at. The door to Pillow."""
