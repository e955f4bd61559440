"""Errors of this house. Every message is a Chinese sentence that names the place and what to do."""


class QuestionError(ValueError):
    """A question cannot be answered as it was put: the sentence names the key that is wrong."""


class PolicyFileError(ValueError):
    """A regulation's file cannot be used: the sentence names file, rule and what to write instead."""
