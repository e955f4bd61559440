"""The law and nothing else: regulations as data, questions answered from them with the articles they rest on.

Pure Python. No Django, no clock, no database: the day, the calendar and the chosen readings are arguments.
The public face is `policies.facade`.
"""
