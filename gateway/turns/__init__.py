"""The turns of visitors: gathered, sent to Rasa, answered once, taken up again after a crash."""
