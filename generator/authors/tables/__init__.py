"""Sources as tables for a spreadsheet, and such tables back into the sources.

Files are read and written in `workbook`, which alone imports openpyxl, and `csv_files`; what a table says, and what an edited one
changes, is worked out in the other modules and knows of no format.
"""
