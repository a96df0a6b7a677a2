"""What is written about a run: Allure results, ladders as pictures, one page of HTML.

Everything here reads `record.PlanRecord` values and the journal; nobody calls it to decide a
verdict. Only ``allure_results`` knows Allure.
"""
