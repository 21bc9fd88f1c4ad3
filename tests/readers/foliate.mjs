// What a reader gets who opens e-books in foliate-js, the engine of the Foliate apps.
//
//     node foliate.mjs BOOK...    (the environment names the browser: PUPPETEER_EXECUTABLE_PATH)
//
// Prints one JSON object: for each book, as named, what `readBook` in reading.mjs tells, with
// `faults`, what went wrong meanwhile, and `wide`, what is too wide for a phone at 200 % text.

import { browser, serve, watched } from "./browser.mjs"
import { finder } from "./shelf.mjs"

const PHONE = { width: 360, height: 640 }
const LARGE = "html { font-size: 200% !important }"

const books = process.argv.slice(2)

const read = async (open, at, number) => {
    const { page, faults } = await watched(open, at)
    await page.setViewport(PHONE)
    await page.goto(`${at}/foliate.html`)
    await page.evaluate(url => window.openBook(url), `${at}/books/${number}.epub`)
    const told = await page.evaluate(() => window.readBook())
    await page.evaluate(css => window.styleBook(css), LARGE)
    const wide = await page.evaluate(() => window.tooWide())
    await page.close()
    return { ...told, wide, faults }
}

const server = await serve(finder(books))
const open = await browser()
try {
    const told = {}
    for (const [number, book] of books.entries()) told[book] = await read(open, server.at, number)
    console.log(JSON.stringify(told))
} finally {
    await open.close()
    server.close()
}
