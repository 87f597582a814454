"""Apple's categories of podcasts, which the other directories took over (podcasters.apple.com/support/1691)."""

from audiobook.errors import OutputError, did_you_mean

_BELOW = {
    "Arts": "Books, Design, Fashion & Beauty, Food, Performing Arts, Visual Arts",
    "Business": "Careers, Entrepreneurship, Investing, Management, Marketing, Non-Profit",
    "Comedy": "Comedy Interviews, Improv, Stand-Up",
    "Education": "Courses, How To, Language Learning, Self-Improvement",
    "Fiction": "Comedy Fiction, Drama, Science Fiction",
    "Government": "",
    "Health & Fitness": "Alternative Health, Fitness, Medicine, Mental Health, Nutrition, Sexuality",
    "History": "",
    "Kids & Family": "Education for Kids, Parenting, Pets & Animals, Stories for Kids",
    "Leisure": "Animation & Manga, Automotive, Aviation, Crafts, Games, Hobbies, Home & Garden, Video Games",
    "Music": "Music Commentary, Music History, Music Interviews",
    "News": "Business News, Daily News, Entertainment News, News Commentary, Politics, Sports News, Tech News",
    "Religion & Spirituality": "Buddhism, Christianity, Hinduism, Islam, Judaism, Religion, Spirituality",
    "Science": "Astronomy, Chemistry, Earth Sciences, Life Sciences, Mathematics, Natural Sciences, Nature, Physics, Social Sciences",
    "Society & Culture": "Documentary, Personal Journals, Philosophy, Places & Travel, Relationships",
    "Sports": "Baseball, Basketball, Cricket, Fantasy Sports, Football, Golf, Hockey, Rugby, Running, "
    "Soccer, Swimming, Tennis, Volleyball, Wilderness, Wrestling",
    "Technology": "",
    "True Crime": "",
    "TV & Film": "After Shows, Film History, Film Interviews, Film Reviews, TV Reviews",
}
CATEGORIES = {name: (name,) for name in _BELOW} | {f"{name}/{each}": (name, each) for name, below in _BELOW.items() for each in below.split(", ") if each}
"""`Fiction` and `Fiction/Drama`, with their names from the top."""


def category(said: str) -> tuple[str, ...]:
    """Return the names of a category, from the top; case does not count.

    Raises:
        OutputError: there is none of that name.
    """
    known = {name.casefold(): names for name, names in CATEGORIES.items()}
    wanted = "/".join(part.strip() for part in said.split("/")).casefold()
    if wanted not in known:
        raise OutputError(
            f"no category {said!r}{did_you_mean(said, CATEGORIES)}; Fiction, Fiction/Drama, Arts/Books, Kids & Family/Stories for Kids would work"
        )
    return known[wanted]
