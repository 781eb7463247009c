INSERT INTO shop.words (word, other) VALUES ('a', 'b');
