"""Declarative data (lifecycles, roadmap templates, policies, schemas) and the readers that turn it into
engine values.
"""
