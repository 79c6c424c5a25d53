"""`make bench-nlu`: how well the project's own Rasa components understand public language sets, beside stock Rasa."""
