"""Register sheets (記録票): their rows, and the record that is read from them."""
