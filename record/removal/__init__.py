"""All that destroys words, and nothing else does: what takes them out of the record for good.

`words` says what is looked for, `holding` which texts of the record hold it, `places` where it
stands outside the record. `withholding` records the removal and empties the texts; `erasing`
takes what is gone from every table out of the database's files as well. None of it can be undone.
"""
