"""What is kept on disk between renders: film segments and arrays, and what the key of each depends on."""
