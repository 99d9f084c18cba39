"""What all pages share: guards, layout, errors, languages."""
