# SPDX-License-Identifier: MIT
"""The fixed parts of an ODS file (ODF 1.2)."""

MIMETYPE = "application/vnd.oasis.opendocument.spreadsheet"

_NAMESPACES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    ' xmlns:number="urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0"'
    ' xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"'
    ' xmlns:config="urn:oasis:names:tc:opendocument:xmlns:config:1.0"'
)

_DAY = (
    '<number:day number:style="long"/><number:text>/</number:text>'
    '<number:month number:style="long"/><number:text>/</number:text>'
    '<number:year number:style="long"/>'
)
_HOUR = (
    '<number:hours number:style="long"/><number:text>:</number:text>'
    '<number:minutes number:style="long"/>'
)

CONTENT_START = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    f'<office:document-content {_NAMESPACES} office:version="1.2"><office:automatic-styles>'
    f'<number:date-style style:name="dayform">{_DAY}</number:date-style>'
    f'<number:date-style style:name="momentform">{_DAY}<number:text> </number:text>{_HOUR}'
    "</number:date-style>"
    f'<number:time-style style:name="hourform">{_HOUR}</number:time-style>'
    '<style:style style:name="day" style:family="table-cell" style:data-style-name="dayform"/>'
    '<style:style style:name="moment" style:family="table-cell"'
    ' style:data-style-name="momentform"/>'
    '<style:style style:name="hour" style:family="table-cell" style:data-style-name="hourform"/>'
    '<style:style style:name="head" style:family="table-cell">'
    '<style:table-cell-properties fo:background-color="#F5F7FA"/>'
    '<style:text-properties fo:font-weight="bold"/></style:style>'
)

CONTENT_BODY = "</office:automatic-styles><office:body><office:spreadsheet>"

CONTENT_END = "</office:spreadsheet></office:body></office:document-content>"

# The first row stays while the others scroll: a split of mode 2 (frozen) at row 1.
SETTINGS = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    f'<office:document-settings {_NAMESPACES} office:version="1.2"><office:settings>'
    '<config:config-item-set config:name="ooo:view-settings">'
    '<config:config-item-map-indexed config:name="Views"><config:config-item-map-entry>'
    '<config:config-item config:name="ViewId" config:type="string">view1</config:config-item>'
    '<config:config-item-map-named config:name="Tables">'
    "<config:config-item-map-entry config:name={sheet}>"
    '<config:config-item config:name="VerticalSplitMode" config:type="short">2</config:config-item>'
    '<config:config-item config:name="VerticalSplitPosition" config:type="int">1'
    "</config:config-item>"
    '<config:config-item config:name="PositionBottom" config:type="int">1</config:config-item>'
    "</config:config-item-map-entry></config:config-item-map-named>"
    "</config:config-item-map-entry></config:config-item-map-indexed>"
    "</config:config-item-set></office:settings></office:document-settings>"
)

MANIFEST = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"'
    ' manifest:version="1.2">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{MIMETYPE}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
    '<manifest:file-entry manifest:full-path="settings.xml" manifest:media-type="text/xml"/>'
    "</manifest:manifest>"
)
