"""The one place that builds An Tâm from its parts and joins them into a web application."""

import secrets
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from fastapi import FastAPI
from starlette.middleware.trustedhost import TrustedHostMiddleware

from bot.actions import InProcessRunner, Toolbox, all_actions
from bot.channels.rest import rest_router
from bot.channels.web import web_router
from bot.clock import Clock
from bot.console import mount_console
from bot.conversation import Conversations
from bot.dialogue import DialogueEngine, Domain, Rules
from bot.health import health_router
from bot.law import Law
from bot.rendering import Renderer
from bot.settings import Settings
from bot.storage import Database, KeyRing
from bot.understanding import Model, Understanding, load_training_data, train
