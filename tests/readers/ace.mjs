// What Ace by DAISY has against e-books, judged one after another in one browser.
//
//     node ace.mjs BOOK...    (the environment names the browser: PUPPETEER_EXECUTABLE_PATH)
//
// Prints one JSON object: for each book, as named, a list of {rule, place, impact, message}.

import { createRequire } from "node:module"

const require = createRequire(import.meta.url)
const runner = require("@daisy/ace-axe-runner-puppeteer")
const ace = require("@daisy/ace-core")

// Ace opens a browser for every book; here it is kept.
const kept = { ...runner, launch: async () => {}, close: async () => {} }

const judge = async book => {
    const options = { cwd: process.cwd(), outdir: null, silent: true, initLogger: true, lang: "en" }
    const print = process.stdout.write
    process.stdout.write = () => true // Ace prints its report
    try {
        const [, report] = await ace(book, options, kept)
        return report.assertions.flatMap(({ "earl:testSubject": subject, assertions }) =>
            assertions.filter(failed).map(finding => told(finding, subject.url)))
    } catch (problem) {
        throw new Error(`Ace could not judge ${book}: ${problem}`)
    } finally {
        process.stdout.write = print
    }
}

const failed = assertion => assertion["earl:result"]["earl:outcome"] !== "pass"

const told = ({ "earl:test": test, "earl:result": result }, place) => ({
    rule: test["dct:title"],
    place: `${place} ${result["earl:pointer"]?.css?.join(" ") ?? ""}`.trim(),
    impact: test["earl:impact"],
    message: result["dct:description"],
})

await runner.launch()
try {
    const judged = {}
    for (const book of process.argv.slice(2)) judged[book] = await judge(book)
    console.log(JSON.stringify(judged))
} finally {
    await runner.close()
}
