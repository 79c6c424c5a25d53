"""Finding secrets in a visitor's text (M6): one module for each kind. Other packages import `masking` only."""
