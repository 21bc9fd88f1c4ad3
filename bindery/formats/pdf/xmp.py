"""The XMP packet: what the file says of itself to libraries, and which standards it claims."""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

from bindery.document import Metadata

_HEAD = '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
_TAIL = '<?xpacket end="w"?>'

_NAMESPACES = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "xmpMM": "http://ns.adobe.com/xap/1.0/mm/",
    "pdfxid": "http://www.npes.org/pdfx/ns/id/",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "pdfaExtension": "http://www.aiim.org/pdfa/ns/extension/",
    "pdfaSchema": "http://www.aiim.org/pdfa/ns/schema#",
    "pdfaProperty": "http://www.aiim.org/pdfa/ns/property#",
}

# PDF/A knows no PDF/UA: a file that claims both must explain the property of the second.
_UA_SCHEMA = (
    "<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType='Resource'>"
    "<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>"
    "<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>"
    "<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>"
    "<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType='Resource'>"
    "<pdfaProperty:name>part</pdfaProperty:name>"
    "<pdfaProperty:valueType>Integer</pdfaProperty:valueType>"
    "<pdfaProperty:category>internal</pdfaProperty:category>"
    "<pdfaProperty:description>Part of ISO 14289 that the file conforms to"
    "</pdfaProperty:description>"
    "</rdf:li></rdf:Seq></pdfaSchema:property>"
    "</rdf:li></rdf:Bag></pdfaExtension:schemas>"
)

_CLAIMS = {
    "PDF/UA-1": ("<pdfuaid:part>1</pdfuaid:part>",),
    "PDF/A-2a": ("<pdfaid:part>2</pdfaid:part>", "<pdfaid:conformance>A</pdfaid:conformance>"),
    "PDF/X-4": (
        "<pdfxid:GTS_PDFXVersion>PDF/X-4</pdfxid:GTS_PDFXVersion>",
        "<pdf:Trapped>False</pdf:Trapped>",
        "<xmpMM:RenditionClass>default</xmpMM:RenditionClass>",
    ),
}
_EXPLAINED = {"PDF/UA-1", "PDF/A-2a"}

#: The standards that a packet can claim.
STANDARDS = tuple(_CLAIMS)


def packet(metadata: Metadata, claims: tuple[str, ...], producer: str, creator: str) -> bytes:
    """The XMP packet of a file made by ``producer`` for ``creator``, in UTF-8.

    Only the standards among ``claims`` are claimed. Dates are the guide's own.
    """
    properties = [*_claimed(claims), *_described(metadata, producer, creator)]
    spaces = "".join(f"\n xmlns:{name}={quoteattr(url)}" for name, url in _NAMESPACES.items())
    lines = "\n".join(properties)
    return (
        f'{_HEAD}\n<x:xmpmeta xmlns:x="adobe:ns:meta/">\n<rdf:RDF xmlns:rdf='
        f'{quoteattr(_NAMESPACES["rdf"])}>\n<rdf:Description rdf:about=""{spaces}>\n'
        f"{lines}\n</rdf:Description>\n</rdf:RDF>\n</x:xmpmeta>\n{_TAIL}"
    ).encode()


def _claimed(claims: tuple[str, ...]) -> list[str]:
    lines = [line for standard in STANDARDS if standard in claims for line in _CLAIMS[standard]]
    return [*lines, _UA_SCHEMA] if set(claims) >= _EXPLAINED else lines


def _described(metadata: Metadata, producer: str, creator: str) -> list[str]:
    date = metadata.modified.isoformat()
    lines = [
        "<dc:format>application/pdf</dc:format>",
        f"<dc:title>{_alternatives(metadata.title)}</dc:title>",
        f"<dc:language><rdf:Bag>{_item(metadata.language)}</rdf:Bag></dc:language>",
        f"<pdf:Producer>{escape(producer)}</pdf:Producer>",
        f"<xmp:CreatorTool>{escape(creator)}</xmp:CreatorTool>",
        f"<xmp:CreateDate>{date}</xmp:CreateDate>",
        f"<xmp:ModifyDate>{date}</xmp:ModifyDate>",
        f"<xmp:MetadataDate>{date}</xmp:MetadataDate>",
    ]
    if metadata.identifier:
        lines.append(f"<xmpMM:DocumentID>{escape(metadata.identifier)}</xmpMM:DocumentID>")
    if metadata.version:
        lines.append(f"<xmpMM:VersionID>{escape(metadata.version)}</xmpMM:VersionID>")
    if metadata.authors:
        items = "".join(map(_item, metadata.authors))
        lines.append(f"<dc:creator><rdf:Seq>{items}</rdf:Seq></dc:creator>")
    if metadata.description:
        lines.append(f"<dc:description>{_alternatives(metadata.description)}</dc:description>")
    if metadata.publisher:
        lines.append(f"<dc:publisher><rdf:Bag>{_item(metadata.publisher)}</rdf:Bag></dc:publisher>")
    return lines


def _item(text: str) -> str:
    return f"<rdf:li>{escape(text)}</rdf:li>"


def _alternatives(text: str) -> str:
    return f'<rdf:Alt><rdf:li xml:lang="x-default">{escape(text)}</rdf:li></rdf:Alt>'
