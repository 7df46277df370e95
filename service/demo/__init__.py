"""The main job shown end to end: real published enterprise-years and a synthetic cohort, through the public HTTP API.

This room talks to the product over HTTP only; it reads its own data and prints what the product answers.
"""
