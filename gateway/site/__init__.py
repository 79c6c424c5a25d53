"""The company's public website: a few pages made from data/company.yml and data/knowledge/, with the chat on each."""
