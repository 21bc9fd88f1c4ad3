// What axe has against web pages, on a phone and a desktop, light and dark, and at 200 % zoom.
//
//     node axe.mjs PAGE...    (the environment names the browser: PUPPETEER_EXECUTABLE_PATH)
//
// Prints one JSON object: for each page, as named, and each view, {violations, faults, wide}:
// `violations` are lists of {rule, place, impact, message}, `faults` are errors and requests for
// anything but the page itself, `wide` is by how many CSS pixels the page must be scrolled sideways.

import { readFile } from "node:fs/promises"
import { createRequire } from "node:module"
import { browser, serve, watched } from "./browser.mjs"

// Zoom makes the screen smaller, counted in CSS pixels, and each of those pixels larger.
const SIZES = {
    phone: { width: 360, height: 640, deviceScaleFactor: 1 },
    desktop: { width: 1280, height: 800, deviceScaleFactor: 1 },
    "phone at 200 %": { width: 180, height: 320, deviceScaleFactor: 2 },
    "desktop at 200 %": { width: 640, height: 400, deviceScaleFactor: 2 },
}
const SCHEMES = ["light", "dark"]

const pages = process.argv.slice(2)
const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8")

// Opens a page once, and looks at it in every view: as one who turns a phone, zooms, or waits
// until it is dark.
const judge = async (open, at) => {
    const { page, faults } = await watched(open, at)
    const answer = await page.goto(at)
    if (!answer.ok()) throw new Error(`no page to look at: ${at}`)
    await page.evaluate(axe)
    const views = {}
    for (const [size, viewport] of Object.entries(SIZES)) for (const scheme of SCHEMES) {
        await page.setViewport(viewport)
        await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }])
        views[`${size}, ${scheme}`] = { ...await look(page), faults: faults.splice(0) }
    }
    await page.close()
    return views
}

const look = async page => {
    const violations = await page.evaluate(async () => (await window.axe.run(document, {
        resultTypes: ["violations"],
        runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    })).violations)
    const wide = await page.evaluate(() =>
        document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth)
    return { violations: violations.flatMap(told), wide }
}

const told = ({ id, impact, help, nodes }) => nodes.map(node => ({
    rule: id, place: node.target.flat().join(" "), impact, message: help,
}))

const server = await serve(path => pages[/^\/(\d+)\.html$/.exec(path)?.[1]])
const open = await browser()
try {
    const judged = {}
    for (const [number, page] of pages.entries())
        judged[page] = await judge(open, `${server.at}/${number}.html`)
    console.log(JSON.stringify(judged))
} finally {
    await open.close()
    server.close()
}
