"""What a person looks at: trees in the terminal, notebook displays, crops of pages."""
