INSERT INTO shop.pages (body) VALUES ('a page');
