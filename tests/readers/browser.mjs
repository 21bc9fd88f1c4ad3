// The system's browser, without a window, and a server of files that only it can reach.

import { readFile } from "node:fs/promises"
import { createServer } from "node:http"
import { extname } from "node:path"
import { launch } from "puppeteer-core"

const TYPES = {
    ".css": "text/css", ".epub": "application/epub+zip", ".html": "text/html; charset=utf-8",
    ".js": "text/javascript", ".mjs": "text/javascript",
}

// A browser of our own pages: a sandbox needs rights that few containers give.
export const browser = () => launch({
    executablePath: process.env.PUPPETEER_EXECUTABLE_PATH,
    args: ["--no-sandbox", "--disable-dev-shm-usage", "--force-color-profile=srgb"],
    timeout: 60_000,
    protocolTimeout: 120_000,
})

// Serves what `find` gives for a path: the name of a file, or nothing.
export const serve = async find => {
    const server = createServer(async ({ url }, response) => {
        const file = find(decodeURIComponent(new URL(url, "http://localhost").pathname))
        try {
            const data = await readFile(file)
            response.writeHead(200, { "Content-Type": TYPES[extname(file)] ?? "text/plain" })
            response.end(data)
        } catch {
            response.writeHead(404).end()
        }
    })
    await new Promise(resolve => server.listen(0, "127.0.0.1", resolve))
    return { at: `http://127.0.0.1:${server.address().port}`, close: () => server.close() }
}

// A page of the browser, and the list of what goes wrong on it from now on: errors of scripts,
// of the console, and requests for anything that is not `at` the place where it comes from.
export const watched = async (browser, at) => {
    const page = await browser.newPage()
    const faults = []
    page.on("pageerror", problem => faults.push(`error: ${problem.message ?? problem}`))
    page.on("console", said => {
        if (said.type() === "error") faults.push(`console: ${said.text()}`)
    })
    page.on("request", request => {
        const own = [at, "blob:", "data:", "about:"].some(start => request.url().startsWith(start))
        if (!own) faults.push(`request: ${request.url()}`)
    })
    page.on("requestfailed", request => faults.push(`failed: ${request.url()}`))
    page.on("response", answer => {
        if (answer.status() >= 400) faults.push(`failed: ${answer.url()}`)
    })
    return { page, faults }
}
