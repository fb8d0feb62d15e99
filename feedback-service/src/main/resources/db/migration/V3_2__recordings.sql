-- A recording is a file in the data folder, named by its correction's id; the row has what the file must be.
ALTER TABLE correction ADD COLUMN sha256 text; -- of the file, in hexadecimal
ALTER TABLE correction ADD COLUMN bytes integer;
