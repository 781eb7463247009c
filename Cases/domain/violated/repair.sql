UPDATE people SET mail = 'a@b';
