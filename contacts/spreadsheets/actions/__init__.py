"""What changes an upload, and what an upload changes."""

from .uploads import RosterChanged as RosterChanged
from .uploads import answer as answer
from .uploads import answer_columns as answer_columns
from .uploads import apply as apply
from .uploads import ask_columns_again as ask_columns_again
from .uploads import forget_uploads as forget_uploads
from .uploads import give_up as give_up
from .uploads import keep_plan as keep_plan
from .uploads import take_in as take_in
from .uploads import undo as undo
