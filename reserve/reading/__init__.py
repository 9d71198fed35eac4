"""What the reserve's pages show: rows and figures, read and never written."""
