"""What people type into the reserve's pages."""
