insert into t values (1, 'a', '{a,c}', 'b', 'b'), (2, 'c', '{}', 'b', 'b');
