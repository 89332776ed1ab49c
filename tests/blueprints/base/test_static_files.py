import os

from flask import Flask

from blueprints.base import static_files
from blueprints.base.headers import SECURITY_HEADERS


def site_with(folder, text):
    (folder / "site.css").write_text(text)
    static_files.write_compressed_copies(folder)
    return folder


def served(folder):
    client = site(folder).test_client()
    return client.get("/static/site.css", headers={"Accept-Encoding": "gzip"})


def site(folder):
    app = Flask(__name__, static_folder=folder, static_url_path="/static")
    static_files.init_app(app)
    return app


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


def test_files_are_kept_for_a_year_under_their_mark_and_asked_for_anew_without_it(tmp_path):
    app = site(site_with(tmp_path, "body {}"))
    marked = app.test_client().get(f"/static/{app.config['STATIC_MARK']}/site.css")
    plain = app.test_client().get("/static/site.css")
    assert "max-age=31536000" in marked.headers["Cache-Control"]
    assert "max-age=0" in plain.headers["Cache-Control"]
    marked.close()
    plain.close()


def test_a_change_in_any_file_changes_the_mark_of_all(tmp_path):
    (tmp_path / "module.js").write_text("export const one = 1")
    before = site(site_with(tmp_path, "body {}")).config["STATIC_MARK"]
    (tmp_path / "module.js").write_text("export const one = 2")
    assert site(tmp_path).config["STATIC_MARK"] != before


def test_files_carry_the_headers_of_every_page(sqlite_app):
    client = sqlite_app.test_client()
    page = client.get("/privacy")
    for path in ("css/site.css", "js/page.js", "icon.svg"):
        file = client.get(f"/static/{path}")
        for name in SECURITY_HEADERS:
            kept = file.headers[name].replace(" 'wasm-unsafe-eval'", "")
            assert kept == page.headers[name], (path, name)
        file.close()
