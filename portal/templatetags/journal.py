"""Words of the journal, `{% load journal %}`."""

from django import template

from portal import journal_words

register = template.Library()
register.filter("action_words", journal_words.words)
