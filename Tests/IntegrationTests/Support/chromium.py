"""Drives Chromium through the login and consent of careteam's own server, and back to careteam, with pictures of each.

chromium.py FOLDER LOGIN PASSWORD URL
"""
import sys
from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

folder, login, password, url = sys.argv[1:]
options = webdriver.ChromeOptions()
options.binary_location = "/usr/bin/chromium"
for word in ("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--window-size=420,860",
             "--user-data-dir=" + folder + "/chromium", "--no-first-run", "--disable-background-networking"):
    options.add_argument(word)
driver = webdriver.Chrome(service=Service("/usr/bin/chromedriver"), options=options)
try:
    wait = WebDriverWait(driver, 60)
    driver.get(url)
    wait.until(lambda page: page.find_elements(By.ID, "password"))
    driver.save_screenshot(folder + "/1-login.png")
    driver.find_element(By.ID, "login").send_keys(login)
    driver.find_element(By.ID, "password").send_keys(password)
    driver.find_element(By.CSS_SELECTOR, "main button[type=submit], form button[type=submit]").click()
    wait.until(lambda page: page.find_elements(By.CSS_SELECTOR, "button[value=allow]"))
    driver.save_screenshot(folder + "/2-consent.png")
    driver.find_element(By.CSS_SELECTOR, "button[value=allow]").click()
    wait.until(lambda page: "/callback?" in page.current_url)
    driver.save_screenshot(folder + "/3-back.png")
    with open(folder + "/last.txt", "w") as file: file.write(driver.find_element(By.TAG_NAME, "main").text)
finally:
    driver.quit()
