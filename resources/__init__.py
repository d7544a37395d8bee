"""Words (FR, NL, EN), fonts, sheet templates, styles and the data of the exercise."""
