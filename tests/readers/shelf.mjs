// Where the server finds what the reader in foliate.html asks for.

import { join } from "node:path"
import { fileURLToPath } from "node:url"

const HERE = fileURLToPath(new URL(".", import.meta.url))

// The file for a path: a book of `books` by its number, foliate-js, or a file beside this one.
export const finder = books => path => {
    const book = /^\/books\/(\d+)\.epub$/.exec(path)
    if (book) return books[book[1]]
    return join(HERE, path.startsWith("/foliate-js/") ? "node_modules" : "", path)
}
