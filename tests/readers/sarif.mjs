// What the schema of SARIF 2.1.0 has against reports.
//
//     node sarif.mjs REPORT...
//
// Prints one JSON object: for each report, as named, a list of messages, each with its place in it.

import { readFile } from "node:fs/promises"
import { createRequire } from "node:module"

const HOLDER = "@microsoft/jest-sarif"

// The schema is of draft 4, which only the checker that comes with it still reads.
const near = createRequire(createRequire(import.meta.url).resolve(`${HOLDER}/package.json`))
const Checker = near("ajv")
const checker = new Checker({ schemaId: "auto", allErrors: true })
checker.addMetaSchema(near("ajv/lib/refs/json-schema-draft-04.json"))
const judge = checker.compile(near("./lib/schemas/sarif-2.1.0-rtm.5.json"))

const told = {}
for (const path of process.argv.slice(2)) {
    const fits = judge(JSON.parse(await readFile(path, "utf8")))
    told[path] = fits ? [] : judge.errors.map((fault) => `${fault.dataPath} ${fault.message}`)
}
console.log(JSON.stringify(told))
