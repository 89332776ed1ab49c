import os

from flask import Flask

from blueprints import static_files


def site_with(folder, text):
    (folder / "site.css").write_text(text)
    static_files.write_compressed_copies(folder)
    return folder


def served(folder):
    app = Flask(__name__, static_folder=folder, static_url_path="/static")
    static_files.init_app(app)
    return app.test_client().get("/static/site.css", headers={"Accept-Encoding": "gzip"})


def test_a_browser_gets_the_compressed_copy(tmp_path):
    answer = served(site_with(tmp_path, "body { color: black } " * 200))
    assert answer.headers["Content-Encoding"] == "gzip"
    assert len(answer.data) < 200
    answer.close()


def test_a_copy_made_before_the_change_is_not_served(tmp_path):
    folder = site_with(tmp_path, "body { color: black } " * 200)
    (folder / "site.css").write_text("body { color: white }")
    os.utime(folder / "site.css", (1, 1))
    answer = served(folder)
    assert answer.text == "body { color: white }"
    assert not list(folder.glob("*.gz"))
    answer.close()
