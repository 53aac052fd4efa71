extension FileKind {
  static let pdf = FileKind("a PDF document", "application/pdf", ["pdf"], aliases: ["application/x-pdf"])
  static let png = FileKind("a PNG picture", "image/png", ["png", "apng"], aliases: ["image/apng", "image/x-png"])
  static let jpeg = FileKind(
    "a JPEG picture", "image/jpeg", ["jpg", "jpeg", "jpe", "jfif", "mpo"],
    aliases: ["image/jpg", "image/pjpeg", "image/mpo"])
  static let gif = FileKind("a GIF picture", "image/gif", ["gif"])
  static let webp = FileKind("a WebP picture", "image/webp", ["webp"])
  static let heic = FileKind(
    "a HEIC picture", "image/heic", ["heic", "heif", "hif", "heics"],
    aliases: ["image/heif", "image/heic-sequence", "image/heif-sequence"])
  static let avif = FileKind("an AVIF picture", "image/avif", ["avif"])
  static let tiff = FileKind(
    "a TIFF picture or camera raw file", "image/tiff",
    ["tif", "tiff", "dng", "nef", "cr2", "arw", "pef", "orf", "rw2"],
    aliases: ["image/x-adobe-dng", "image/x-nikon-nef", "image/x-canon-cr2", "image/x-sony-arw"])
  static let bmp = FileKind("a BMP picture", "image/bmp", ["bmp", "dib"], aliases: ["image/x-ms-bmp", "image/x-bmp"])
  static let jpegXL = FileKind("a JPEG XL picture", "image/jxl", ["jxl"])
  static let jpeg2000 = FileKind(
    "a JPEG 2000 picture", "image/jp2", ["jp2", "j2k", "jpx", "jpf"], aliases: ["image/jpx"])
  static let photoshop = FileKind(
    "a Photoshop file", "image/vnd.adobe.photoshop", ["psd"], aliases: ["application/photoshop", "image/x-photoshop"])
  static let dicom = FileKind("a DICOM file", "application/dicom", ["dcm", "dicom"])

  static let zip = FileKind("a ZIP archive", "application/zip", ["zip"], aliases: ["application/x-zip-compressed"])
  static let word = office("a Word document", "wordprocessingml.document", ["docx", "dotx"])
  static let excel = office("an Excel sheet", "spreadsheetml.sheet", ["xlsx", "xltx"])
  static let powerpoint = office("a PowerPoint presentation", "presentationml.presentation", ["pptx", "ppsx", "potx"])
  static let macros = FileKind(
    "an Office document with macros", "application/vnd.ms-word.document.macroenabled.12",
    ["docm", "dotm", "xlsm", "xltm", "xlsb", "pptm", "ppsm"],
    aliases: [
      "application/vnd.ms-excel.sheet.macroenabled.12", "application/vnd.ms-powerpoint.presentation.macroenabled.12",
      "application/vnd.ms-excel.sheet.binary.macroenabled.12", "application/vnd.ms-word.template.macroenabled.12",
      "application/vnd.ms-excel.template.macroenabled.12",
      "application/vnd.ms-powerpoint.slideshow.macroenabled.12",
    ], risk: .active)
  static let oldOffice = FileKind(
    "an old Office document", "application/msword", ["doc", "dot", "xls", "xlt", "ppt", "pps", "msg", "vsd", "pub"],
    aliases: [
      "application/vnd.ms-excel", "application/vnd.ms-powerpoint", "application/vnd.ms-outlook",
      "application/vnd.visio",
      "application/x-ole-storage", "application/excel", "application/powerpoint", "application/x-mspublisher",
    ], risk: .active)
  static let odt = openDocument("an OpenDocument text", "text", ["odt", "ott"])
  static let ods = openDocument("an OpenDocument sheet", "spreadsheet", ["ods", "ots"])
  static let odp = openDocument("an OpenDocument presentation", "presentation", ["odp", "otp"])
  static let odg = openDocument("an OpenDocument drawing", "graphics", ["odg"])
  static let epub = FileKind("an EPUB book", "application/epub+zip", ["epub"])
  static let rtf = FileKind("an RTF document", "application/rtf", ["rtf"], aliases: ["text/rtf", "application/x-rtf"])

  static let html = FileKind(
    "a web page", "text/html", ["html", "htm", "xhtml", "xht"], aliases: ["application/xhtml+xml"],
    risk: .active)
  static let svg = FileKind("an SVG drawing", "image/svg+xml", ["svg"], aliases: ["image/svg"], risk: .active)
  static let postScript = FileKind(
    "a PostScript file", "application/postscript", ["ps", "eps"], aliases: ["image/x-eps", "application/eps"],
    risk: .active)
  static let clinicalDocument = FileKind(
    "a clinical document (CDA)", "application/hl7-cda+xml", ["cda", "xml", "ccd"],
    aliases: ["text/xml", "application/xml", "application/cda+xml", "application/x-hl7-cda+xml"])
  static let xml = FileKind(
    "an XML file", "application/xml", ["xml", "xsl", "xsd"], aliases: ["text/xml"], isCertain: false)
  static let text = FileKind(
    "a text", "text/plain",
    ["txt", "text", "md", "csv", "tsv", "json", "log", "ics", "vcf", "eml", "yaml", "yml", "hl7"],
    aliases: [
      "text/csv", "text/markdown", "application/json", "application/fhir+json", "text/calendar", "text/vcard",
      "text/x-vcard",
      "text/tab-separated-values", "message/rfc822", "application/yaml", "x-application/hl7-v2+er7",
    ], isCertain: false)

  static let mp4 = FileKind(
    "a video", "video/mp4", ["mp4", "m4v", "mov", "qt", "3gp", "3g2", "m4a", "m4b"],
    aliases: ["video/quicktime", "audio/mp4", "video/3gpp", "audio/x-m4a", "video/x-m4v", "audio/3gpp"])
  static let matroska = FileKind(
    "a video", "video/webm", ["webm", "mkv", "mka"], aliases: ["video/x-matroska", "audio/webm", "audio/x-matroska"])
  static let avi = FileKind("a video", "video/x-msvideo", ["avi"], aliases: ["video/avi", "video/msvideo"])
  static let mp3 = FileKind("an MP3 recording", "audio/mpeg", ["mp3"], aliases: ["audio/mp3", "audio/x-mp3"])
  static let aac = FileKind("an AAC recording", "audio/aac", ["aac"], aliases: ["audio/aacp", "audio/x-aac"])
  static let wav = FileKind(
    "a WAV recording", "audio/wav", ["wav", "wave"], aliases: ["audio/x-wav", "audio/vnd.wave", "audio/wave"])
  static let ogg = FileKind(
    "an Ogg recording", "audio/ogg", ["ogg", "oga", "ogv", "opus"],
    aliases: ["video/ogg", "application/ogg", "audio/opus"])
  static let flac = FileKind("a FLAC recording", "audio/flac", ["flac"], aliases: ["audio/x-flac"])
  static let amr = FileKind("an AMR recording", "audio/amr", ["amr"], aliases: ["audio/amr-wb"])

  static let gzip = FileKind("a gzip archive", "application/gzip", ["gz", "tgz"], aliases: ["application/x-gzip"])
  static let sevenZip = FileKind("a 7-Zip archive", "application/x-7z-compressed", ["7z"])
  static let rar = FileKind("a RAR archive", "application/vnd.rar", ["rar"], aliases: ["application/x-rar-compressed"])
  static let tar = FileKind("a tar archive", "application/x-tar", ["tar"])
  static let xz = FileKind("an xz archive", "application/x-xz", ["xz", "txz"])
  static let bzip2 = FileKind("a bzip2 archive", "application/x-bzip2", ["bz2", "tbz"])

  static let elf = FileKind(
    "a program for Linux", "application/x-executable", ["elf", "so"], aliases: ["application/x-elf"], risk: .program)
  static let windows = FileKind(
    "a program for Windows", "application/vnd.microsoft.portable-executable",
    ["exe", "dll", "scr", "com", "sys", "cpl", "ocx"],
    aliases: ["application/x-msdownload", "application/x-dosexec", "application/exe"], risk: .program)
  static let installer = FileKind("an installer for Windows", "application/x-msi", ["msi", "msp"], risk: .program)
  static let mac = FileKind(
    "a program for macOS or Java", "application/x-mach-binary", ["dylib", "class"], risk: .program)
  static let java = FileKind(
    "a program for Java or Android", "application/java-archive", ["jar", "apk", "war"], risk: .program)
  static let webAssembly = FileKind("a WebAssembly program", "application/wasm", ["wasm"], risk: .program)
  static let link = FileKind("a link for Windows", "application/x-ms-shortcut", ["lnk"], risk: .program)
  static let script = FileKind(
    "a script", "text/x-shellscript",
    [
      "sh", "bash", "zsh", "csh", "py", "pl", "rb", "js", "jse", "mjs", "vbs", "vbe", "wsf", "wsh", "ps1", "psm1",
      "bat", "cmd",
      "command", "desktop", "reg", "applescript", "scpt", "url", "inf", "hta",
    ],
    aliases: ["application/javascript", "text/javascript", "application/x-sh", "text/x-python"], risk: .program,
    isCertain: false)

  private static func office(_ name: String, _ type: String, _ suffixes: [String]) -> FileKind {
    FileKind(name, "application/vnd.openxmlformats-officedocument.\(type)", suffixes)
  }

  private static func openDocument(_ name: String, _ type: String, _ suffixes: [String]) -> FileKind {
    FileKind(name, "application/vnd.oasis.opendocument.\(type)", suffixes)
  }

  /// Every kind; of two with the same suffix the first counts.
  static let all: [FileKind] = [
    pdf, png, jpeg, gif, webp, heic, avif, tiff, bmp, jpegXL, jpeg2000, photoshop, dicom, zip, word, excel, powerpoint,
    macros, oldOffice, odt, ods, odp, odg, epub, rtf, script, html, svg, postScript, xml, clinicalDocument, text, mp4,
    matroska, avi, mp3, aac, wav, ogg, flac, amr, gzip, sevenZip, rar, tar, xz, bzip2, elf, windows, installer, mac,
    java, webAssembly, link,
  ]
}
