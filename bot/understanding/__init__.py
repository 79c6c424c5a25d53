"""How a message is understood: pure text and arithmetic, without Rasa and without side effects.

`components/` puts it into Rasa's pipeline.
"""
