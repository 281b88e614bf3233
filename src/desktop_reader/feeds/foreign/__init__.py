"""Other programs' libraries and exports, and folders of files: read, never written, and trusted in nothing."""
