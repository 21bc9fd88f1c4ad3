// What a book looks like in foliate-js: one picture for each screen and place.
//
//     node pictures.mjs BOOK FOLDER SCREEN PLACE...
//
// SCREEN is one of those below; PLACE is a file of the book, with a fragment or without:
// EPUB/cover.xhtml. FOLDER gets SCREEN-1.png, SCREEN-2.png, ... in the order of the places.

import { join } from "node:path"
import { browser, serve, watched } from "./browser.mjs"
import { finder } from "./shelf.mjs"

const DARK = "html { background: #1b1b1b; color: #dcdcdc; color-scheme: dark }"
const SCREENS = {
    phone: { width: 360, height: 640, deviceScaleFactor: 2 },
    dark: { width: 360, height: 640, deviceScaleFactor: 2, styles: DARK },
    large: { width: 360, height: 640, deviceScaleFactor: 2, styles: "html { font-size: 200% }" },
    "e-ink": { width: 600, height: 800, deviceScaleFactor: 1 },
    desktop: { width: 1280, height: 800, deviceScaleFactor: 1 },
}

const [book, folder, name, ...places] = process.argv.slice(2)
const { styles = "", ...viewport } = SCREENS[name]
const server = await serve(finder([book]))
const open = await browser()
try {
    const { page } = await watched(open, server.at)
    await page.setViewport(viewport)
    await page.goto(`${server.at}/foliate.html`)
    await page.addStyleTag({ content: `:root {} ${styles}` })
    await page.evaluate(url => window.openBook(url), `${server.at}/books/0.epub`)
    await page.evaluate(css => window.styleBook(css), styles)
    for (const [number, place] of places.entries()) {
        await page.evaluate(place => window.goTo(place), place)
        await new Promise(resolve => setTimeout(resolve, 300)) // until the page stands still
        await page.screenshot({ path: join(folder, `${name}-${number + 1}.png`) })
    }
} finally {
    await open.close()
    server.close()
}
