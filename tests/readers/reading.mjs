// In the browser: opens a book in foliate-js, and reads it as a person would.

import { FootnoteHandler } from "./foliate-js/footnotes.js"
import "./foliate-js/view.js"

const NOTEREF = "a[role~='doc-noteref']"

let view

// Opens the book at `url` and shows its first page.
window.openBook = async url => {
    view = document.createElement("foliate-view")
    document.body.append(view)
    await view.open(url)
    await drawn()
    // What the foliate apps give their reader: notes pop up, and do not stand in the text too.
    view.renderer.setStyles("aside[role~='doc-footnote'] { display: none }")
    await view.init({})
    await settled(view)
}

// Gives the shown and all later pages the reader's own styles.
window.styleBook = async css => {
    view.renderer.setStyles(css)
    await settled(view)
}

// The reader takes in sizes when a frame is drawn. Shown a page before its first frame, or turned
// away from a page before that has been taken in, it trips over documents that are not there.
const drawn = async () => { for (let frame = 0; frame < 2; frame++) await nextFrame() }
const nextFrame = () => new Promise(resolve => requestAnimationFrame(resolve))

// Waits until the page that `shower` shows has its fonts, and the reader has taken in its size.
const settled = async shower => {
    const { doc } = contents(shower)
    await doc.fonts.ready
    await drawn()
}

const contents = shower => shower.renderer.getContents()[0]
const shown = () => contents(view)

// Goes to a place in the book: a link as in its navigation, or a section's number.
const goTo = window.goTo = async place => {
    const before = shown()?.doc
    await view.goTo(place)
    if (shown().doc !== before) await settled(view)
}
window.turn = () => view.next()

// What there is in the book, and what a reader gets who follows every line and link of it.
window.readBook = async () => {
    const { book } = view
    const cover = await book.getCover()
    return {
        title: book.metadata.title,
        language: book.metadata.language,
        direction: book.dir ?? "default",
        cover: cover ? await measured(cover) : null,
        toc: await followed(flat(book.toc)),
        pages: await followed(flat(book.pageList)),
        landmarks: await followed(flat(book.landmarks)),
        sections: await sections(),
    }
}

const measured = async blob => {
    const { width, height } = await createImageBitmap(blob)
    return { width, height, type: blob.type }
}

// The lines of a list in the navigation, with how deep each lies.
const flat = (items, depth = 1) => (items ?? []).flatMap(item =>
    [{ ...item, depth }, ...flat(item.subitems, depth + 1)])

const followed = async items => {
    const lines = []
    for (const { label, href, type, depth } of items)
        lines.push({ label: label.trim(), href, type, depth, ...await arrival(href) })
    return lines
}

// Goes to `href`: whether there is such a place, and whether it is then to be seen.
const arrival = async href => {
    const target = view.book.resolveHref(href)
    if (!target || !view.book.sections[target.index]) return { there: false, shown: false }
    await goTo(href)
    const { doc, index } = shown()
    const element = href.includes("#") ? target.anchor(doc) : doc.body
    const there = index === target.index && element?.nodeType === Node.ELEMENT_NODE
    return { there, shown: there && view.lastLocation.range.intersectsNode(element) }
}

// Each document in reading order: its words, what is broken in it, and its notes, popped up.
const sections = async () => {
    const told = []
    for (const [index, { id }] of view.book.sections.entries()) {
        await goTo(index)
        const { doc } = shown()
        told.push({
            id,
            text: doc.body.textContent,
            language: doc.documentElement.lang,
            direction: doc.defaultView.getComputedStyle(doc.body).direction,
            pictures: doc.images.length,
            faults: [...pictures(doc), ...fonts(doc), ...links(doc, index)],
            notes: await notes(doc),
        })
    }
    return told
}

const pictures = doc => [...doc.images]
    .filter(image => !image.complete || !image.naturalWidth)
    .map(image => `picture not shown: ${image.alt}`)

const fonts = doc => [...doc.fonts]
    .filter(font => font.status === "error")
    .map(font => `font not loaded: ${font.family} ${font.weight} ${font.style}`)

const links = (doc, index) => {
    const { sections } = view.book
    const inner = [...doc.querySelectorAll("a[href]")]
        .map(a => sections[index].resolveHref(a.getAttribute("href")))
        .filter(href => !view.book.isExternal(href))
    return inner.filter(href => !view.book.resolveHref(href))
        .map(href => `link leads nowhere: ${href}`)
}

// Clicks every reference to a note: what pops up, and where the way back in it leads.
const notes = async doc => {
    const popped = []
    for (const reference of doc.querySelectorAll(NOTEREF)) popped.push(await popUp(reference))
    return popped
}

const popUp = async reference => {
    const notes = new FootnoteHandler()
    let small
    // At once: the next thing that is done with a view is to show the note in it.
    notes.addEventListener("before-render", ({ detail }) => small = place(detail.view))
    const rendered = new Promise(resolve =>
        notes.addEventListener("render", ({ detail }) => resolve(detail), { once: true }))
    const handled = new Promise((resolve, reject) => {
        view.addEventListener("link", event => {
            const taken = notes.handle(view.book, event)
            if (taken) taken.then(resolve, reject)
            else reject(new Error(`not taken for a note: ${reference.textContent}`))
        }, { once: true })
    })
    reference.click()
    await handled
    const { type, hidden, target } = await rendered
    const { doc } = contents(small)
    const back = [...doc.querySelectorAll("a[role~='doc-backlink']")]
    const told = {
        label: reference.textContent.trim(),
        id: reference.id,
        text: doc.body.innerText.trim(),
        note: target.id,
        back: back.map(a => a.getAttribute("href").split("#")[1]),
        type,
        hidden,
    }
    await settled(small)
    small.close()
    small.remove()
    return told
}

// Puts a view for a note on the screen, which shows the note as soon as it knows its size.
const place = small => {
    small.style.cssText = "position: absolute; width: 300px; height: 200px"
    document.body.append(small)
    const show = small.goTo.bind(small)
    small.goTo = async index => {
        await drawn()
        await show(index)
    }
    return small
}

// More columns do not fit a phone at twice the text size; no standard asks that of tables.
const COLUMNS = 2

// The elements that are wider than the column they stand in, in all sections, as now styled.
window.tooWide = async () => {
    const wide = []
    for (const [index, { id }] of view.book.sections.entries()) {
        await goTo(index)
        const { doc } = shown()
        const room = parseFloat(doc.documentElement.style.columnWidth)
        const outer = [...doc.body.querySelectorAll("*")]
            .filter(element => element.getClientRects().length)
            .filter(element => !(element.closest("table")?.rows[0].cells.length > COLUMNS))
            .filter(element => Math.max(
                ...[...element.getClientRects()].map(({ width }) => width)) > room + 1)
        wide.push(...outer.map(({ localName, textContent }) =>
            `${id}: <${localName}> ${textContent.trim().slice(0, 60)}`))
    }
    return wide
}
